/** Levenshtein distance: how many letters to add, drop or change. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] as number) + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/** The names that a typing error most likely meant: one letter off for short words, up to two for longer ones. */
export function nearest(word: string, names: readonly string[]): string[] {
  const allowed = word.length <= 4 ? 1 : 2;
  const ranked = [...new Set(names)].map((name) => ({
    name,
    distance: editDistance(word.toLowerCase(), name.toLowerCase()),
  }));
  const best = Math.min(allowed, ...ranked.map(({ distance }) => distance));
  return ranked
    .filter(({ distance }) => distance === best)
    .map(({ name }) => name)
    .sort();
}
