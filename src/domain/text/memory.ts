import type { Reading, TextEngine } from './text.ts'

/** The same engine, which reads a text that it has just read from memory; keeps the newest `readingsMax`. */
export function remembering(engine: TextEngine, readingsMax = 20_000): TextEngine {
  const readings = new Map<string, Reading>()
  return {
    ...engine,
    read: (text) => {
      const known = readings.get(text)
      if (known !== undefined) return known
      const reading = engine.read(text)
      if (readings.size >= readingsMax) {
        const [oldest] = readings.keys()
        if (oldest !== undefined) readings.delete(oldest)
      }
      readings.set(text, reading)
      return reading
    },
  }
}
