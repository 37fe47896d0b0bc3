// Opens EPUBs in a browser: in a reading system (foliate-js), and file by file as a phone, a tablet and a screen
// would show it.
//
//     node reading.mjs MODULES BROWSER PICTURES BOOK.epub ...
//
// MODULES holds foliate-js, puppeteer and node-stream-zip; PICTURES is a folder for pictures of every page of the
// books, or `-`. Prints a JSON object: for each book the faults of each check, empty where all is well.
//
// - reading: foliate-js opens every file of the spine and shows the text that the file holds; every entry of
//   contents, landmarks and page list leads to an element; nothing is complained of in the console, no request
//   fails.
// - overflow: at 320, 360, 768 and 1,280 px no text, picture or table stands beyond the edge of the page, unless it
//   scrolls in a box of its own that has the focus of the keyboard.
// - contrast: text has 4.5:1 on its ground, 3:1 where it is large (WCAG 2.2, 1.4.3), by day, by night where the
//   book is told of it (`prefers-color-scheme`), and by night where the reading system only sets its own colours.

import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createRequire } from 'node:module';

const [modules, browserPath, pictures, ...books] = process.argv.slice(2);
const require = createRequire(path.resolve(modules, 'x.js'));
const puppeteer = require('puppeteer');
const Zip = require('node-stream-zip');

// 320 px is the narrowest that text must fit (WCAG 2.2, 1.4.10).
const WIDTHS = [320, 360, 768, 1280];
const TYPES = { js: 'text/javascript', html: 'text/html', xhtml: 'application/xhtml+xml', css: 'text/css', svg: 'image/svg+xml', png: 'image/png', jpg: 'image/jpeg', ttf: 'font/ttf', otf: 'font/otf' };
// What themes of reading systems set: margins, ground, ink, links.
const THEME = {
  day: 'body { margin: 0 16px !important; } html { background: #fff; color: #111; }',
  night: 'body { margin: 0 16px !important; } html { background: #121212; color: #e6e6e6; } a { color: #8ab4f8; }',
};
const LIGHTS = [
  { name: 'day', scheme: 'light', theme: 'day' },
  { name: 'night', scheme: 'dark', theme: 'night' },
  { name: 'night by theme alone', scheme: 'light', theme: 'night' },
];
const SHELL = `<!doctype html><meta charset="utf-8"><style>html, body { margin: 0; height: 100% } foliate-view { display: block; height: 100vh }</style>
<script type="module">
  import '/modules/foliate-js/view.js';
  const view = document.createElement('foliate-view');
  document.body.append(view);
  window.view = view;
  try { await view.open('/book.epub'); window.state = 'open'; } catch (error) { window.state = 'failed: ' + error; }
</script>`;

let book = books[0];
let archive;
const type = name => TYPES[name.split('.').pop()] ?? 'application/octet-stream';
const server = http.createServer(async (request, response) => {
  const name = decodeURIComponent(new URL(request.url, 'http://x').pathname);
  const send = (bytes, kind) => { response.setHeader('content-type', kind); response.end(bytes); };
  try {
    if (name === '/shell.html') return send(SHELL, TYPES.html);
    if (name === '/book.epub') return send(fs.readFileSync(book), 'application/epub+zip');
    if (name.startsWith('/modules/')) return send(fs.readFileSync(path.join(modules, name.slice(9))), type(name));
    if (name.startsWith('/pages/')) return send(await archive.entryData(name.slice(7)), type(name));
  } catch { /* not there: 404 */ }
  response.statusCode = name === '/favicon.ico' ? 204 : 404;
  response.end();
});
await new Promise(ready => server.listen(0, '127.0.0.1', ready));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await puppeteer.launch({
  executablePath: browserPath, headless: true, timeout: 120000, protocolTimeout: 600000,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
});

const found = {};
for (book of books) {
  archive = new Zip.async({ file: book });
  const complaints = [];
  found[book] = { reading: [...await read(complaints), ...complaints], ...await look() };
  await archive.close();
}
await browser.close();
server.close();
console.log(JSON.stringify(found));

async function read(complaints) {
  const page = await browser.newPage();
  await page.setViewport({ width: 600, height: 800 });
  page.on('pageerror', error => complaints.push(error.message));
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
  page.on('requestfailed', request => complaints.push(`no ${request.url()}`));
  await page.goto(`${origin}/shell.html`);
  await page.waitForFunction('window.state', { timeout: 120000 });
  const state = await page.evaluate(() => window.state);
  const faults = state === 'open' ? await page.evaluate(walk) : [state];
  await page.close();
  return faults;
}

// Runs in the reading system.
async function walk() {
  const faults = [];
  const { sections, toc, pageList, landmarks } = view.book;
  const words = doc => doc.body.textContent.replace(/\s+/g, ' ').trim();
  const marked = new Map();
  for (const [at, section] of sections.entries()) {
    await view.goTo(at);
    const { doc, index } = view.renderer.getContents()[0];
    const file = await (await fetch(`/pages/${section.id}`)).text();
    const own = new DOMParser().parseFromString(file, 'application/xhtml+xml');
    if (index !== at) faults.push(`${section.id} doesn't open`);
    else if (words(doc) !== words(own)) faults.push(`${section.id} shows another text than it holds`);
    if (!words(doc) && !doc.querySelector('img, svg')) faults.push(`${section.id} shows nothing`);
    marked.set(at, doc);
  }
  const follow = (list, name) => (list ?? []).forEach(({ href, label, subitems }) => {
    const to = view.book.resolveHref(href);
    const doc = to && marked.get(to.index);
    if (!label?.trim() || !doc || href.includes('#') && !to.anchor(doc)) faults.push(`${name}: ${href} leads nowhere`);
    follow(subitems, name);
  });
  for (const [name, list] of Object.entries({ contents: toc, 'page list': pageList, landmarks })) {
    if (!list?.length) faults.push(`the reading system finds no ${name}`);
    follow(list, name);
  }
  return faults;
}

async function look() {
  const files = Object.keys(await archive.entries()).filter(file => file.endsWith('.xhtml'));
  const page = await browser.newPage();
  const said = { overflow: [], contrast: [] };
  for (const file of files) {
    await page.goto(`${origin}/pages/${file}`);
    const style = await page.addStyleTag({ content: THEME.day });
    const name = path.basename(file);
    for (const width of WIDTHS) {
      await page.setViewport({ width, height: 800 });
      said.overflow.push(...(await page.evaluate(beyond)).map(fault => `${name} at ${width} px: ${fault}`));
    }
    for (const { name: light, scheme, theme } of LIGHTS) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await style.evaluate((element, css) => { element.textContent = css; }, THEME[theme]);
      said.contrast.push(...(await page.evaluate(faint)).map(fault => `${name} by ${light}: ${fault}`));
      for (const width of pictures === '-' ? [] : WIDTHS) {
        await page.setViewport({ width, height: 800 });
        const picture = `${path.basename(file, '.xhtml')}-${width}-${light.replaceAll(' ', '-')}.png`;
        await page.screenshot({ path: path.join(pictures, picture), fullPage: true });
      }
    }
  }
  await page.close();
  return said;
}

// The two below run in the page.
function beyond() {
  const found = new Set();
  const edge = document.documentElement.clientWidth;
  const name = element => `<${element.localName} class="${element.getAttribute('class') ?? ''}">`;
  const known = new Map();
  // Whether an element stands in a box that scrolls, which the keyboard can reach.
  const scrolls = element => {
    if (!element || element === document.body) return false;
    if (!known.has(element)) {
      const own = ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) && element.tabIndex === 0;
      known.set(element, own || scrolls(element.parentElement));
    }
    return known.get(element);
  };
  const wide = document.scrollingElement.scrollWidth;
  if (wide > edge) found.add(`the page is ${wide} px wide`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (!text.data.trim()) continue;
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (!box.width || box.right <= edge + 1 && box.left >= -1 || scrolls(text.parentElement)) continue;
    found.add(`${JSON.stringify(text.data.trim().slice(0, 30))} in ${name(text.parentElement)} stands beyond the edge`);
  }
  for (const element of document.querySelectorAll('img, svg, table, math, pre, figure')) {
    const box = element.getBoundingClientRect();
    if (box.right > edge + 1 && !scrolls(element.parentElement)) found.add(`${name(element)} is ${Math.round(box.right - edge)} px too wide`);
  }
  return [...found];
}

function faint() {
  const found = new Set();
  const parse = text => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return { r, g, b, a }; };
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a), b: top.b * top.a + under.b * (1 - top.a), a: 1,
  });
  const light = ({ r, g, b }) => [r, g, b].map(value => value / 255).map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);
  const name = element => `<${element.localName} class="${element.getAttribute('class') ?? ''}">`;
  const known = new Map();
  // Ground and opacity of an element, through all that it stands in.
  const under = element => {
    if (!element) return { ground: { r: 255, g: 255, b: 255, a: 1 }, opacity: 1 };
    if (!known.has(element)) {
      const { ground, opacity } = under(element.parentElement);
      const own = getComputedStyle(element);
      known.set(element, { ground: over(parse(own.backgroundColor), ground), opacity: opacity * Number(own.opacity), own });
    }
    return known.get(element);
  };
  const seen = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const element = text.parentElement;
    if (seen.has(element) || !text.data.trim() || !element.getClientRects().length) continue;
    seen.add(element);
    const { ground, opacity, own } = under(element);
    const ink = parse(element.namespaceURI.endsWith('/svg') ? own.fill : own.color);
    const [a, b] = [light(over({ ...ink, a: ink.a * opacity }, ground)), light(ground)].sort((x, y) => y - x);
    const size = parseFloat(own.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(own.fontWeight) >= 700);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) found.add(`${JSON.stringify(text.data.trim().slice(0, 30))} in ${name(element)} has ${ratio.toFixed(2)}:1`);
  }
  return [...found];
}
