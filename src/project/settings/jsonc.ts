/** JSON as pyright reads it: with comments, and commas behind the last entry. */

/** @throws SyntaxError where it is no JSON besides */
export function parseJsonc(text: string): unknown {
  const plain = text
    .replace(/^\uFEFF/, '')
    // Texts first, so that what looks like a comment in them stays.
    .replace(/"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (token) => (token.startsWith('"') ? token : ' '))
    .replace(/"(?:\\.|[^"\\])*"|,(?=\s*[}\]])/g, (token) => (token === ',' ? '' : token));
  return JSON.parse(plain);
}
