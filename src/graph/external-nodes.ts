/** External nodes of Kiln's own: what targets and edges name. Nothing else is here, because every Nx command loads it. */

/** Kiln as it is installed. */
export const KILN_PLUGIN_NODE = 'kiln:plugin';
/** Where names and imports lead. */
export const KILN_INDEX_NODE = 'kiln:index';
