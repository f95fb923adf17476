import { createHash } from 'node:crypto'
import { Problem } from '../problem.ts'

/** The tag of a document's version. */
export const etagOf = (version: number): string => `"${version}"`

/** The tag of an answer that is computed, from what it says. */
export const digestTag = (body: string): string =>
  `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`

/** The version that If-Match names; throws 428 when it is missing and 412 when it can name no version. */
export function versionOf(ifMatch: string | undefined): number {
  if (ifMatch === undefined)
    throw new Problem('version.required', {}, [
      {
        pointer: 'If-Match',
        zh: '请先读取，再把应答的 ETag 放入 If-Match',
        en: 'read it first, then send its ETag in If-Match',
      },
    ])
  const [, version] = /^"?(\d{1,15})"?$/.exec(ifMatch.trim()) ?? []
  if (version === undefined)
    throw new Problem('version.stale', {}, [
      { pointer: 'If-Match', zh: 'If-Match 应为一个 ETag,如 "3"', en: 'If-Match is one ETag such as "3"' },
    ])
  return Number(version)
}

/** True when If-None-Match names the tag, so that the body need not be sent. */
export const isNoneMatch = (ifNoneMatch: string | undefined, tag: string): boolean =>
  (ifNoneMatch ?? '').split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag)
