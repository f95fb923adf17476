import { errors, type ErrorCode } from '../../errors.ts'
import { html, type Html } from './html.ts'

/** The form that takes an API key. */
export const loginPage = (next: string, wrong?: string): Html =>
  html`<h1>登录 <span class="en">Log in</span></h1>
    <p>查看人员信息需要密钥。密钥由管理员发放，登录 8 小时内有效。</p>
    <form method="post" action="/login">
      ${wrong !== undefined && html`<p class="wrong" role="alert">${wrong}</p>`}
      <label for="key">密钥 <span class="en">API key</span></label>
      <input id="key" name="key" type="password" autocomplete="off" required autofocus maxlength="200" />
      <input type="hidden" name="next" value="${next}" />
      <p><button>登录 Log in</button></p>
    </form>`

/** What went wrong, in words. */
export const errorPage = (code: ErrorCode, request: string): Html =>
  html`<h1>${errors[code].zh}</h1>
    <p class="en">${errors[code].en}</p>
    <p>请求编号 Request: ${request}</p>
    <p><a href="/">返回总览 Back to the overview</a></p>`

/** Every error that the service may answer with. */
export const problemsPage = (): Html =>
  html`<h1>错误代码 <span class="en">Error codes</span></h1>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">代码 <small>Code</small></th>
            <th scope="col">HTTP</th>
            <th scope="col">说明与处理办法 <small>What it says</small></th>
          </tr>
        </thead>
        <tbody>
          ${Object.entries(errors).map(
            ([code, { status, zh, en }]) =>
              html`<tr id="${code}">
                <th scope="row">${code}</th>
                <td>${status}</td>
                <td>${zh}<br /><span class="en">${en}</span></td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`
