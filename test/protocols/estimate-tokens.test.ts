import {readFileSync} from 'node:fs'
import {expect} from 'chai'
import type {Turn} from '../../src/contract/index.js'
import {makeTokenEstimates} from '../../src/proxy/token-estimates.js'

const ROWS = Array.from({length: 100}, (_, row) => [row, (row * 37) % 991, (row * 7.31).toFixed(2), '2026-01-28'])
const RECORDS = ROWS.map(([id, score]) => ({id, name: `item ${id}`, tags: ['a', 'b'], ok: true, score}))

/** Texts and their tokens, counted with OpenAI's `o200k_base`. */
const COUNTED: readonly (readonly [name: string, text: string, tokens: number])[] = [
  [
    'English',
    'The user asks to fix the bug in the authentication module because the token is refreshed twice and the session is lost.',
    23,
  ],
  [
    'German',
    'Der Nutzer möchte, dass der Fehler im Modul für die Anmeldung behoben wird, weil das Token zweimal erneuert wird und die Sitzung verloren geht.',
    29,
  ],
  [
    'Vietnamese',
    'Người dùng yêu cầu sửa lỗi trong mô-đun xác thực vì mã thông báo được làm mới hai lần và phiên bị mất.',
    27,
  ],
  [
    'Russian',
    'Пользователь просит исправить ошибку в модуле авторизации, потому что обновление токена происходит дважды и сессия теряется.',
    30,
  ],
  ['Greek', 'Ο χρήστης ζητά να διορθωθεί ένα σφάλμα στη μονάδα ελέγχου ταυτότητας.', 27],
  ['Hebrew', 'המשתמש מבקש לתקן שגיאה במודול האימות כי האסימון מתעדכן פעמיים והחיבור אובד.', 31],
  ['Arabic', 'يطلب المستخدم إصلاح خطأ في وحدة المصادقة لأن الرمز المميز يتم تحديثه مرتين وتضيع الجلسة.', 29],
  ['Hindi', 'उपयोगकर्ता प्रमाणीकरण मॉड्यूल में त्रुटि को ठीक करने के लिए कहता है।', 22],
  ['Thai', 'ผู้ใช้ขอให้แก้ไขข้อผิดพลาดในโมดูลการตรวจสอบสิทธิ์', 22],
  ['Georgian', 'მომხმარებელი ითხოვს შეცდომის გასწორებას ავტორიზაციის მოდულში.', 20],
  ['Chinese', '用户要求修复身份验证模块中的错误，因为令牌刷新了两次并且会话丢失。请检查代码并添加测试。', 31],
  [
    'Japanese',
    'ユーザーは認証モジュールのエラーを修正するよう求めています。トークンが二度更新され、セッションが失われるためです。',
    38,
  ],
  ['Korean', '사용자가 인증 모듈의 오류를 수정해 달라고 요청합니다.', 16],
  ['a table', ROWS.map((row) => row.join(',')).join('\n'), 1499],
  ['JSON', JSON.stringify(RECORDS), 2502],
  ['JSON over many lines', JSON.stringify(RECORDS, null, 2), 4802],
  ['a program', readFileSync(new URL('../fakes/mcp-server.mjs', import.meta.url), 'utf8'), 318],
]

const estimateOf = (items: Turn['items']) =>
  makeTokenEstimates().estimate({tools: [], items, session: {id: 's'}} as Partial<Turn> as Turn)

describe('the estimate of tokens', () => {
  for (const [name, text, tokens] of COUNTED)
    it(`is within a fifth of the truth for ${name}`, () => {
      const message = {type: 'message', role: 'user', parts: [{type: 'text', text}]} as const
      const frame = estimateOf([{...message, parts: []}])
      const estimate = estimateOf([message]) - frame
      expect(estimate / tokens).to.be.within(0.8, 1.2)
    })
})
