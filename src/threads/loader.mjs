// Teaches a thread to load TypeScript where Node does not by itself; tsx alone does so on the main thread only.
import { register } from 'tsx/esm/api'

register()
