/** The newest shape of the documents that this code writes; a store that holds a newer one is refused. */
export const schemaVersion = 1
