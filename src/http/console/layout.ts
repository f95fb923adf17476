import { createHash } from 'node:crypto'
import { html, Html, type Content } from './html.ts'

const style = `
*{box-sizing:border-box}
body{margin:0;font:16px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1c2430;background:#f6f7f9}
a{color:#0a4fa3}
a:focus,button:focus,input:focus{outline:3px solid #f2a900;outline-offset:2px}
header,main,footer{max-width:76rem;margin:0 auto;padding:0 1rem}
header{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;padding-top:1rem}
header p{margin:0;font-size:1.25rem;font-weight:bold}
header nav form{display:inline}
h1{font-size:1.5rem;margin:1rem 0 .25rem}
h2{font-size:1.15rem;margin:1.75rem 0 .5rem}
small,.en{color:#596373;font-weight:normal}
.skip{position:absolute;left:-999px}
.skip:focus{left:1rem;top:.5rem;background:#fff;padding:.25rem .75rem}
.banner{background:#7a4a00;color:#fff;text-align:center;padding:.4rem 1rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;background:#fff}
caption{text-align:left;color:#596373;padding:.25rem 0}
th,td{border:1px solid #d5dae1;padding:.4rem .6rem;text-align:left;vertical-align:top}
thead th{background:#e9edf3}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
td.why{min-width:15rem}
tfoot td,tfoot th{font-weight:bold;background:#f1f3f7}
.empty{background:#fff;border:1px dashed #9aa5b4;padding:1.5rem;text-align:center}
.s-fulfilled,.s-counts{color:#12662f}.s-overdue,.s-does_not_count{color:#a11313}.s-open{color:#8a5200}
dl{display:grid;grid-template-columns:8rem 1fr;gap:.25rem 1rem;background:#fff;border:1px solid #d5dae1;padding:.75rem 1rem;margin:0}
dt{color:#596373}dd{margin:0}
label{display:block;margin:.75rem 0 .25rem}
svg{max-width:100%;height:auto}
input{font:inherit;width:100%;max-width:32rem;padding:.5rem;border:1px solid #8a94a3}
button{font:inherit;padding:.45rem 1.25rem;border:1px solid #0a4fa3;background:#0a4fa3;color:#fff;cursor:pointer}
button.plain{background:none;color:#0a4fa3;border:0;padding:0;text-decoration:underline}
.wrong{color:#a11313;font-weight:bold}
footer{margin-top:2rem;padding-bottom:2rem;color:#596373;font-size:.9rem}
@media print{body{background:#fff;font-size:12px}header nav,.skip,.more{display:none}a{color:inherit;text-decoration:none}table{page-break-inside:auto}tr{page-break-inside:avoid}}
`

/** Pages carry one style of their own and nothing that a script or another host could add to. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** What stands around the content of a page. */
export interface Frame {
  readonly demo: boolean
  /** Set for a session: what the form to leave must carry. */
  readonly leaveToken?: string
}

const styleTag = new Html(`<style>${style}</style>`)

/** One whole page. */
export function page(frame: Frame, title: string, content: Content): string {
  const leave =
    frame.leaveToken === undefined
      ? undefined
      : html`<form method="post" action="/logout">
          <input type="hidden" name="token" value="${frame.leaveToken}" /><button class="plain">退出 Log out</button>
        </form>`
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · 一三一</title>
        ${styleTag}
      </head>
      <body>
        <a class="skip" href="#content">跳到正文 Skip to content</a>
        ${frame.demo && html`<div class="banner" role="note">演示数据：人物、单位均为虚构 · Demo data, all of it made up</div>`}
        <header>
          <p>一三一 <span class="en">Yisanyi</span></p>
          <nav aria-label="导航">
            <a href="/">总览</a> · <a href="/tasks">电话入户任务</a> · <a href="/docs">接口文档 API</a> ${leave}
          </nav>
        </header>
        <main id="content">${content}</main>
        <footer>一次职业指导、三个合适岗位、一个免费培训名额，逐项送达、逐项可查。</footer>
      </body>
    </html>`.text
}
