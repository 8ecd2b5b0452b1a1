// node walk.mjs JUDGES BOOK.epub: opens the book in a reading system (foliate-js) in a browser and follows every entry of its
// contents and of its page-list, and five notes there and back. Prints what it found as JSON.
import http from 'node:http'
import fs from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'

const [judges, epub] = process.argv.slice(2).map(file => path.resolve(file))
const puppeteer = createRequire(path.join(judges, 'package.json'))('puppeteer-core')
const reader = path.join(judges, 'node_modules', 'foliate-js')
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.epub': 'application/epub+zip' }

// The loopback address only; the reader's own files and the one book.
const server = http.createServer((request, answer) => {
  const name = decodeURIComponent(new URL(request.url, 'http://x').pathname)
  const file = name === '/book.epub' ? epub : path.join(reader, path.normalize(name))
  if (!fs.existsSync(file) || !fs.statSync(file).isFile()) return answer.writeHead(404).end()
  answer.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' })
  fs.createReadStream(file).pipe(answer)
})
await new Promise(ready => server.listen(0, '127.0.0.1', ready))

const browser = await puppeteer.launch({
  executablePath: process.env.PUPPETEER_EXECUTABLE_PATH, headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
})
const errors = []
try {
  const page = await browser.newPage()
  page.on('pageerror', error => errors.push(error.message))
  await page.goto(`http://127.0.0.1:${server.address().port}/reader.html?url=/book.epub`)
  await page.waitForFunction(() => document.querySelector('foliate-view')?.book?.sections, { timeout: 30000 })
  await new Promise(done => setTimeout(done, 800))
  const found = await page.evaluate(async () => {
    const view = document.querySelector('foliate-view'), book = view.book
    const flat = entries => (entries ?? []).flatMap(e => [{ label: e.label, href: e.href }, ...flat(e.subitems)])
    const follow = async href => {
      const to = await book.resolveHref(href)
      if (!to) return { ok: false }
      await view.goTo(href)
      await new Promise(done => setTimeout(done, 60))
      const shown = view.renderer.getContents().find(content => content.index === to.index)
      const place = shown && to.anchor ? to.anchor(shown.doc) : 0
      return { ok: Boolean(shown) && (place === 0 ? !href.includes('#') : Boolean(place)), role: place?.getAttribute?.('role') ?? '' }
    }
    const walked = async entries => {
      const results = []
      for (const entry of entries) results.push({ ...entry, ...(await follow(entry.href)) })
      return results
    }
    const notes = []
    for (const section of book.sections) {
      const content = await section.createDocument()
      for (const call of content.querySelectorAll('a[role=doc-noteref]')) {
        if (notes.length === 5) break
        const note = content.getElementById(call.getAttribute('href').slice(1))
        const back = note?.querySelector('[role=doc-backlink]')?.getAttribute('href') ?? ''
        notes.push({ there: section.resolveHref(call.getAttribute('href')), back: section.resolveHref(back) })
      }
    }
    for (const note of notes) Object.assign(note, { note: await follow(note.there), reference: await follow(note.back) })
    return { title: book.metadata.title, contents: await walked(flat(book.toc)), pages: await walked(flat(book.pageList)), notes }
  })
  console.log(JSON.stringify({ ...found, errors }))
} finally {
  await browser.close()
  server.close()
}
