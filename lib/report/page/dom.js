'use strict';

// Makes elements. Text becomes text nodes only, so that nothing from a heap is ever parsed as markup. By hand:
// Preact would be 11 kB of the page, this is less than 1.

const SVG = 'http://www.w3.org/2000/svg';

/** Makes an element `tag.class.class` with attributes, listeners (`onclick`) and children: nodes, texts, or null. */
function h(tag, attributes, ...children) {
  const [name, ...classes] = tag.split('.');
  return fill(document.createElement(name), classes, attributes, children);
}

/** Makes an SVG element in the same way. */
function s(tag, attributes, ...children) {
  const [name, ...classes] = tag.split('.');
  return fill(document.createElementNS(SVG, name), classes, attributes, children);
}

function fill(element, classes, attributes, children) {
  if (classes.length > 0) element.setAttribute('class', classes.join(' '));
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined) element.append(child);
  return element;
}

/** Sets the position by properties, because the page's policy forbids the attribute `style`. */
function moveTo(element, left, top, width, height) {
  Object.assign(element.style, {
    left: `${left}px`,
    top: `${top}px`,
    width: `${width}px`,
    height: `${height}px`,
  });
}

/** Calls `draw` with the width of an element whenever the width changes. */
function onWidth(element, draw) {
  let last = 0;
  new ResizeObserver(() => {
    const width = Math.floor(element.clientWidth);
    if (width === last || width === 0) return;
    last = width;
    draw(width);
  }).observe(element);
}

module.exports = { h, moveTo, onWidth, s };
