import type { LinearModel } from './tables.ts'

/** Adds up what a linear model says: one number for each of its labels, before any link function. */
export type LinearReader = (features: Iterable<number>, dense?: Float32Array) => Float32Array

/** A reader over a linear model with hashed features; a feature that occurs twice counts once. */
export function createLinear({ labels, hashes, weights, scale, dense, offsets }: LinearModel): LinearReader {
  const rows = new Map<number, number>()
  hashes.forEach((hash, row) => rows.set(hash, row))
  return (features, vector) => {
    const sums = Float32Array.from(offsets)
    for (const feature of new Set(features)) {
      const row = rows.get(feature)
      if (row === undefined) continue
      for (let label = 0; label < labels; label++) sums[label]! += weights[row * labels + label]! * scale
    }
    if (vector !== undefined)
      for (let at = 0; at * labels < dense.length; at++)
        for (let label = 0; label < labels; label++) sums[label]! += vector[at]! * dense[at * labels + label]!
    return sums
  }
}

/** Shares of the labels, for a model of one label out of several. */
export function softmax(sums: Float32Array): Float32Array {
  const most = Math.max(...sums)
  const shares = sums.map((value) => Math.exp(value - most))
  const whole = shares.reduce((sum, value) => sum + value, 0)
  return shares.map((value) => value / whole)
}

/** The chance of one label, for a model whose labels stand side by side. */
export const logistic = (value: number): number => 1 / (1 + Math.exp(-value))
