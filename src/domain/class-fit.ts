import type { TrainingClass } from './class.ts'
import type { Profile } from './seeker.ts'
import type { TextEngine } from './text/text.ts'

/** What a class teaches, in one text. */
export const classText = (found: Pick<TrainingClass, 'title' | 'occupation' | 'skillsTaught'>): string =>
  [found.title, found.occupation, ...found.skillsTaught].join(' ')

/** What a person wants to learn, or to work as, in one text; empty when they have not said. */
export const wantedText = (profile: Partial<Profile>): string =>
  (profile.trainingWanted?.length ? profile.trainingWanted : (profile.occupations ?? [])).join(' ')

/** True when the person holds what the class certifies, so that it would teach them nothing new. */
export function holdsAlready(found: Pick<TrainingClass, 'certificate'>, profile: Partial<Profile>): boolean {
  const { certificate } = found
  return certificate !== undefined && (profile.certificates ?? []).some((one) => one.text.includes(certificate))
}

/**
 * How well a class fits a person, 0 … 1: nearness of what it teaches to what they want; the neutral one half where they
 * have not said; nothing where they hold its certificate.
 */
export function fitOf(
  text: Pick<TextEngine, 'read' | 'similarity'>,
  found: Pick<TrainingClass, 'title' | 'occupation' | 'skillsTaught' | 'certificate'>,
  profile: Partial<Profile>,
): number {
  if (holdsAlready(found, profile)) return 0
  const wanted = wantedText(profile)
  return wanted === '' ? 0.5 : text.similarity(text.read(classText(found)), text.read(wanted))
}
