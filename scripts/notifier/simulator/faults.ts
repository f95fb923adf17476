/** How a simulated gateway fails: shares from 0 to 1, times in milliseconds; the same seed fails for the same messages. */
export interface Faults {
  readonly seed: number
  /** Numbers at which nothing ever arrives. */
  readonly deadShare: number
  /** Calls that are refused because there were too many. */
  readonly throttleShare: number
  /** Messages that are taken while the caller hears nothing. */
  readonly lostAnswerShare: number
  /** Calls that are not taken while the caller hears nothing. */
  readonly lostRequestShare: number
  /** Reports that come twice or three times. */
  readonly repeatShare: number
  /** Arrived messages that are also reported as failed, before or after. */
  readonly contradictShare: number
  /** Reports that never come; a query still tells. */
  readonly lostReportShare: number
  readonly reportDelayMs: readonly [min: number, max: number]
  /** How long a taken message stays out of the answers to queries. */
  readonly listLagMs: number
}

/** A gateway that never fails. */
export const noFaults: Faults = {
  seed: 1,
  deadShare: 0,
  throttleShare: 0,
  lostAnswerShare: 0,
  lostRequestShare: 0,
  repeatShare: 0,
  contradictShare: 0,
  lostReportShare: 0,
  reportDelayMs: [5, 50],
  listLagMs: 0,
}

/** A gateway on a bad day. */
export const badDay: Faults = {
  seed: 1,
  deadShare: 0.06,
  throttleShare: 0.05,
  lostAnswerShare: 0.03,
  lostRequestShare: 0.02,
  repeatShare: 0.15,
  contradictShare: 0.04,
  lostReportShare: 0.03,
  reportDelayMs: [0, 900],
  listLagMs: 200,
}
