/** What a person cannot read on a page: texts over one another, texts that are cut, texts outside of where they belong. */
import type { Locator } from '@playwright/test';

/**
 * Looks at every text that is seen in a region. Says what is wrong in words, nothing where all can be read.
 * A text may be cut where it can be read elsewhere: in a row, an option or a tree item that shows it when it is
 * chosen, behind a field, or by scrolling.
 */
export async function layoutFaults(region: Locator): Promise<string[]> {
  const first = await look(region);
  if (first.length === 0) return first;
  // Sizes that scripts measure are right a frame after the page has them: what is gone by then nobody sees.
  await region.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );
  const still = new Set(await look(region));
  return first.filter((fault) => still.has(fault));
}

function look(region: Locator): Promise<string[]> {
  return region.evaluate((root) => {
    interface Seen {
      readonly element: Element;
      readonly text: string;
      readonly box: DOMRect;
    }
    const faults: string[] = [];
    const seen: Seen[] = [];

    const words = (element: Element) => element.textContent.trim().replace(/\s+/g, ' ').slice(0, 40);
    const called = (element: Element) => `“${words(element)}” (${element.tagName.toLowerCase()})`;

    /** What is left of a box where its ancestors cut it; the pixel around is the rounding of edges. */
    function shown(element: Element, box: DOMRect): DOMRect {
      let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom];
      for (let at: Element | null = element; at; at = at.parentElement) {
        if (getComputedStyle(at).overflow === 'visible') continue;
        const edge = at.getBoundingClientRect();
        [left, top] = [Math.max(left, edge.left), Math.max(top, edge.top)];
        [right, bottom] = [Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
      }
      return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    }

    function scrolls(element: Element): boolean {
      for (let at = element.parentElement; at; at = at.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(at);
        if (/auto|scroll/.test(overflowX) && at.scrollWidth > at.clientWidth) return true;
        if (/auto|scroll/.test(overflowY) && at.scrollHeight > at.clientHeight) return true;
      }
      return false;
    }

    /** Words for a screen reader only. */
    function unseen(element: Element): boolean {
      for (let at: Element | null = element; at; at = at.parentElement)
        if (getComputedStyle(at).clipPath.startsWith('inset(50%')) return true;
      return false;
    }

    /** Whether what is cut can be read by touch and by keyboard. */
    function readElsewhere(element: Element): boolean {
      return (
        element.closest(
          '[role="treeitem"]:not([aria-selected="true"]), [role="option"], [role="row"], details:not([open]) > summary, button[title], [data-full], .react-flow, .xterm, .monaco-editor, select, input, textarea',
        ) !== null
      );
    }

    for (const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT); walker.nextNode();) {
      const element = walker.currentNode.parentElement;
      if (!element || (walker.currentNode.nodeValue ?? '').trim() === '') continue;
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      if (element.closest('.visually-hidden, option, title, [aria-hidden="true"], .xterm-accessibility, .react-flow'))
        continue;
      if (unseen(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      for (const line of range.getClientRects()) {
        const box = shown(element, line);
        if (box.width < 3 || box.height < 3) continue;
        seen.push({ element, text: words(element), box });
        const out = line.left < -2 || line.right > innerWidth + 2 || line.bottom > innerHeight + 2;
        if (out && box.width < line.width - 2 && !scrolls(element) && !readElsewhere(element))
          faults.push(`${called(element)} leaves the window`);
      }
      for (let at: Element | null = element; at && at !== root; at = at.parentElement) {
        const style = getComputedStyle(at);
        const wide = /hidden|clip/.test(style.overflowX) && at.scrollWidth > at.clientWidth + 1;
        const high = /hidden|clip/.test(style.overflowY) && at.scrollHeight > at.clientHeight + 2;
        if (!wide && !high) continue;
        const line = range.getBoundingClientRect();
        const edge = at.getBoundingClientRect();
        const cut = wide ? line.right > edge.right + 2 : line.bottom > edge.bottom + 2;
        if (cut && !readElsewhere(element)) faults.push(`${called(element)} is cut`);
        break;
      }
    }

    /** In another layer: a popover, a sheet, what stays while the rest scrolls. */
    function layerOf(element: Element): Element | null {
      for (let at: Element | null = element; at && at !== root; at = at.parentElement)
        if (/fixed|sticky/.test(getComputedStyle(at).position) || at.matches('[data-layer]')) return at;
      return null;
    }

    seen.sort((one, other) => one.box.top - other.box.top);
    for (const [index, one] of seen.entries()) {
      for (const other of seen.slice(index + 1)) {
        if (other.box.top >= one.box.bottom - 2) break;
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
        const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (width < 3 || height < 4 || layerOf(one.element) !== layerOf(other.element)) continue;
        faults.push(`${called(one.element)} and ${called(other.element)} lie over one another`);
      }
    }
    if (document.documentElement.scrollWidth > innerWidth + 1) faults.push('The page scrolls sideways');
    return Array.from(new Set(faults));
  });
}
