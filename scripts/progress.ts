const width = 30

/** A progress bar on one line of a terminal; in a file or a pipe it says nothing. */
export function progressBar(total: number): (label: string, done: number) => void {
  let shown = -1
  return (label, done) => {
    if (!process.stderr.isTTY) return
    const share = total === 0 ? 1 : Math.min(1, done / total)
    const percent = Math.floor(share * 100)
    if (percent === shown) return
    shown = percent
    const filled = Math.round(share * width)
    process.stderr.write(
      `\r${label} [${'█'.repeat(filled)}${'·'.repeat(width - filled)}] ${percent}%${percent === 100 ? '\n' : ''}`,
    )
  }
}
