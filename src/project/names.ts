/** PEP 503: `Acme.Text_x` is `acme-text-x`. */
export function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
