/** The TypeScript side of the workspace: `nx build ts-utils` must work as it did before Kiln came. */
export function slug(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
