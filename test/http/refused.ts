import { expect } from 'vitest'
import type { LightMyRequestResponse } from 'fastify'
import type { ProblemDocument } from '../../src/http/problems.ts'
import type { TestApp } from './app.ts'
import type { World } from './world.ts'

/** What a refusal must leave as it is: how many there are of each kind, and the versions of two documents. */
export async function everything(t: TestApp, own: World): Promise<readonly number[]> {
  const { store } = t.services
  const equals = { district: t.services.district }
  return Promise.all([
    store.employers.count({ index: 'byDistrict', equals }),
    store.postings.count({ index: 'byDistrict', equals }),
    store.seekers.count({ index: 'byDistrict', equals }),
    store.households.count({ index: 'byDistrict', equals }),
    store.slots.count({ index: 'byStart', equals }),
    store.classes.count({ index: 'byStart', equals }),
    store.keys.count({ index: 'byDistrict', equals }),
    store.postings.get(own.ids.posting).then((found) => found?.version ?? 0),
    store.seekers.get(own.ids.seeker).then((found) => found?.version ?? 0),
  ])
}

/** The problem document of a refusal, held to its form: both languages, the request's id, nothing of our inside. */
export function problemIn(answer: LightMyRequestResponse, status: number, code: string): ProblemDocument {
  const problem = answer.json<ProblemDocument>()
  expect({ status: answer.statusCode, code: problem.code }).toEqual({ status, code })
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(problem).toMatchObject({ status, type: `/problems#${code}`, instance: answer.headers['x-request-id'] })
  expect(problem.title).toMatch(/[a-z]/)
  expect(problem.detail).toMatch(/[\u4e00-\u9fff].* \/ .*[a-z]/)
  expect(answer.body).not.toMatch(/node_modules|\bat .*\.ts/)
  return problem
}
