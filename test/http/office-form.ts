import type { LightMyRequestResponse } from 'fastify'
import type { TestApp } from './app.ts'

/** Sends a form as a page of the office does; `headers` may say otherwise. */
export const sendForm = (
  t: TestApp,
  url: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<LightMyRequestResponse> =>
  t.app.inject({
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      host: 'office.test',
      origin: 'http://office.test',
      ...headers,
    },
    payload: new URLSearchParams(fields).toString(),
  })
