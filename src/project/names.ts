const NORMAL = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** PEP 503: `Acme.Text_x` is `acme-text-x`. */
export function normalizeName(name: string): string {
  // Locks hold nothing else, ten thousands of times.
  return NORMAL.test(name) ? name : name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** The import name that belongs to a project's name where nothing else is said: `Acme.Text` is `acme_text`. */
export function moduleNameOf(project: string): string {
  return normalizeName(project).replaceAll('-', '_');
}
