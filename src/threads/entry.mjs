// What a thread loads first. Node strips types by itself from 22.18; before that tsx does it, and must be asked to in each
// thread, because a loader of the main thread does not reach this one. Plain JavaScript, because it runs before that.
import { workerData } from 'piscina'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) (await import('tsx/esm/api')).register()

export const { rematch, solve } = await import(workerData.worker)
