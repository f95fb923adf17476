import type { Policy } from './policy.ts'
import { hourOf, type Instant } from './time.ts'

/** True while messages may go out: between the policy's hours in Asia/Shanghai. */
export const loud = (at: Instant, rules: Pick<Policy['delivery'], 'quietFromHour' | 'quietUntilHour'>): boolean => {
  const hour = hourOf(at)
  return hour >= rules.quietUntilHour && hour < rules.quietFromHour
}
