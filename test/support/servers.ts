import { MongoClient } from 'mongodb'

/** Drops the database that an address names. */
export async function dropDatabase(uri: string): Promise<void> {
  const client = new MongoClient(uri)
  try {
    await client.db().dropDatabase()
  } finally {
    await client.close()
  }
}
