// node sizes.mjs JUDGES FOLDER: opens every document of an unpacked EPUB in a browser, on screens and in sizes of type that readers
// have, light and dark. Prints as JSON what is wider than the screen, and words that nobody can tell from their ground.
import fs from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'

const [judges, folder] = process.argv.slice(2).map(file => path.resolve(file))
const puppeteer = createRequire(path.join(judges, 'package.json'))('puppeteer-core')
const files = at => fs.readdirSync(at, { withFileTypes: true }).flatMap(entry => entry.isDirectory() ? files(path.join(at, entry.name)) : [path.join(at, entry.name)])
const modes = [[320, 100, 'light'], [320, 200, 'dark'], [700, 200, 'light'], [1400, 100, 'dark']]
const browser = await puppeteer.launch({
  executablePath: process.env.PUPPETEER_EXECUTABLE_PATH, headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
})
const found = []
try {
  const page = await browser.newPage()
  for (const file of files(folder).filter(name => name.endsWith('.xhtml'))) for (const [width, size, scheme] of modes) {
    await page.setViewport({ width, height: 900 })
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
    await page.goto(`file://${file}`)
    const ground = scheme === 'dark' ? 'background: #111; color: #ddd; color-scheme: dark' : ''
    await page.addStyleTag({ content: `html { font-size: ${size}%; ${ground} } body { margin: 0 1em }` })
    const said = await page.evaluate(dark => {
      const light = color => { const [r, g, b] = color.match(/[\d.]+/g).map(Number); return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255 }
      const faint = [...document.querySelectorAll('body *')].filter(e => !e.closest('a, [hidden]') && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
        .filter(e => { const l = light(getComputedStyle(e).color); return dark ? l < 0.4 : l > 0.5 })
      return { width: document.documentElement.scrollWidth, faint: faint.slice(0, 3).map(e => e.textContent.trim().slice(0, 40)) }
    }, scheme === 'dark')
    if (said.width > width + 1 || said.faint.length) found.push({ file: path.basename(file), screen: width, size, scheme, ...said })
  }
  console.log(JSON.stringify(found))
} finally {
  await browser.close()
}
