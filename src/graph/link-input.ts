/** Named input with the links that a project's inputs follow, each with what it leads to. By it an old graph is told. */
export const LINKS_INPUT = 'kilnLinks';
