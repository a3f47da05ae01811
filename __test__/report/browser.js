'use strict';

// Chromium for the tests of the report's page: Debian's, which is installed if it is missing, driven by puppeteer-core. What a
// page must not do is gathered: errors, violations of its own policy, requests.

const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { pathToFileURL } = require('node:url');
const { current } = require('../packages');
const { findProgram, installDebian } = require('../support/debian.js');

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const ARGUMENTS = ['--no-sandbox', '--disable-dev-shm-usage', '--no-first-run', '--force-color-profile=srgb'];
const LAPTOP = { width: 1280, height: 800 };

/** The path of the browser; the environment variable CHROMIUM may name another one. */
function installBrowser() {
  if (process.env.CHROMIUM !== undefined) return process.env.CHROMIUM;
  if (findProgram(NAMES) === undefined) installDebian('chromium');
  return findProgram(NAMES);
}

async function launch() {
  const executablePath = installBrowser();
  const puppeteer = require(path.join(current(), 'puppeteer-core'));
  return puppeteer.launch({ executablePath, args: ARGUMENTS, headless: true, protocolTimeout: 120_000 });
}

/** Opens a file offline: { page, faults }, where `faults` are what the page must not do, as texts. */
async function open(browser, file, { scheme = 'light', viewport = LAPTOP } = {}) {
  const page = await browser.newPage();
  const url = pathToFileURL(file).href;
  const faults = [];
  page.on('console', (message) => faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => faults.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
  page.on('request', (request) => {
    if (request.url() !== url) faults.push(`request: ${request.url()}`);
  });
  await page.evaluateOnNewDocument(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) => {
      window.violations.push(`${violatedDirective}: ${sample}`);
    });
  });
  await page.setOfflineMode(true);
  await page.setViewport(viewport);
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  await page.goto(url);
  const allFaults = async () => [...faults, ...(await page.evaluate(() => window.violations))];
  return { page, faults: allFaults };
}

/** For a person to look at, if the environment variable SCREENSHOTS names a folder. */
async function photograph(page, name) {
  const folder = process.env.SCREENSHOTS;
  if (folder === undefined) return;
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

module.exports = { installBrowser, launch, open, photograph };
