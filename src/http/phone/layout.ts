import { createHash } from 'node:crypto'
import { html, Html, type Content } from '../console/html.ts'

const style = `
*{box-sizing:border-box}
body{margin:0;font:18px/1.55 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#16202b;background:#eef1f4}
main,header,footer{max-width:30rem;margin:0 auto;padding:0 12px}
header{padding-top:12px;color:#4a5563;font-size:16px}
h1{font-size:24px;line-height:1.3;margin:8px 0 4px}
h2{font-size:21px;margin:24px 0 8px}
h3{font-size:20px;margin:0 0 4px;line-height:1.35}
p{margin:6px 0}
.card{background:#fff;border:1px solid #c9d1da;border-radius:8px;padding:14px 12px;margin:10px 0}
.pay{font-size:20px;font-weight:bold;color:#8a3200}
.why{margin:8px 0;padding-left:22px}
.why li{margin:4px 0}
.why li .soft{display:block}
.soft{color:#4a5563;font-size:16px}
.state{font-weight:bold}
.good{color:#0f5c2a}.bad{color:#9a1010}
.told{background:#e2f2e6;border:2px solid #1d7a3c;border-radius:8px;padding:12px;margin:12px 0}
.told.no{background:#fdecea;border-color:#b3261e}
.told p{font-size:20px;font-weight:bold}
.banner{background:#7a4a00;color:#fff;text-align:center;padding:6px 12px;font-size:15px}
form{margin:10px 0 0}
button,.go{display:block;width:100%;min-height:54px;font:inherit;font-size:20px;font-weight:bold;text-align:center;text-decoration:none;border-radius:8px;padding:11px 8px;border:2px solid #0b5d2c;background:#117a3b;color:#fff;margin:10px 0 0;cursor:pointer}
button.no,.go.no{background:#fff;color:#16202b;border-color:#5d6875}
button.link,.go.link{background:#fff;color:#0a4fa3;border-color:#9db4d3;font-weight:normal}
button:focus,a:focus,select:focus{outline:4px solid #f2a900;outline-offset:2px}
select{font:inherit;font-size:20px;width:100%;min-height:54px;padding:8px;border:2px solid #5d6875;border-radius:8px;background:#fff;color:#16202b}
label{display:block;font-weight:bold;margin:0 0 6px}
footer{padding:20px 12px 40px;color:#4a5563;font-size:16px}
`

/** These pages carry one style of their own, run nothing, load nothing and send forms to this host alone. */
export const phonePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const styleTag = new Html(`<style>${style}</style>`)

const wide: Readonly<Record<string, string>> = {
  ',': '\uff0c',
  ':': '\uff1a',
  ';': '\uff1b',
  '?': '\uff1f',
  '!': '\uff01',
}

/** Signs after a Chinese character as print sets them; addresses, ids and styles have none there. */
const printed = (page: string): string =>
  page.replace(/(?<=[\u4e00-\u9fff\u201d])[,:;?!]/g, (sign) => wide[sign] ?? sign)

/** One whole page for a phone of 360 px, without a script; `demo` puts a banner over it. */
export const phonePage = (title: string, content: Content, demo = false): string =>
  printed(
    html`<!doctype html>
      <html lang="zh-CN">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex, nofollow, noarchive" />
          <meta name="referrer" content="no-referrer" />
          <meta name="format-detection" content="telephone=no" />
          <title>${title}</title>
          ${styleTag}
        </head>
        <body>
          ${demo && html`<div class="banner">演示数据，均为虚构</div>`}
          <header>利通就业 · 全部免费</header>
          <main>${content}</main>
          <footer>就业服务不收任何费用。有人向您要钱、要验证码，不要给。</footer>
        </body>
      </html>`.text,
  )

/** What everybody sees whose link opens nothing, whatever the reason. */
export const closedDoor: string = phonePage(
  '链接打不开',
  html`<h1>这个链接打不开了</h1>
    <div class="card">
      <p>可能是时间太久，或者地址没有抄全。</p>
      <p>您的岗位推荐、职业指导和培训名额<span class="state">都还在</span>,不受影响。</p>
      <p>请等下一条短信里的新链接，或者找村里的劳务工作站、网格员帮忙。</p>
    </div>`,
)

/** What is shown to who comes too often. */
export const waitAMoment: string = phonePage(
  '请稍等',
  html`<h1>点得太快了</h1>
    <div class="card"><p>请等一分钟，再打开一次。</p></div>`,
)

/** What is shown when the service itself fails. */
export const brokenDown: string = phonePage(
  '请稍后再试',
  html`<h1>现在打不开</h1>
    <div class="card"><p>系统出了点问题，不是您的错。请过一会儿再打开一次。</p></div>`,
)
