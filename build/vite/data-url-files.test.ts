import { describe, expect, it } from 'vitest';
import { takeOutPictures } from './data-url-files.ts';

const svg = "<svg xmlns='http://www.w3.org/2000/svg'><path d='M1 1(2)'/></svg>";

describe('takeOutPictures', () => {
  it.each([
    ['encoded, quoted', `url("data:image/svg+xml,${encodeURIComponent(svg)}")`],
    ['with a character set', `url("data:image/svg+xml;charset=utf8,${encodeURIComponent(svg)}")`],
    ['base64, unquoted', `url(data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')})`],
    ['single quotes', `url('data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}')`],
  ])('%s', (_what, url) => {
    const { css, pictures } = takeOutPictures(`.a{background:${url} no-repeat}.b{color:red}`, './');
    expect(pictures).toHaveLength(1);
    expect(pictures[0]!.content.toString()).toBe(svg);
    expect(css).toBe(`.a{background:url("./${pictures[0]!.fileName}") no-repeat}.b{color:red}`);
  });

  it('makes one file of the same picture used twice, and two of two', () => {
    const one = `url("data:image/svg+xml,${encodeURIComponent(svg)}")`;
    const two = 'url("data:image/png;base64,AAAA")';
    const { css, pictures } = takeOutPictures(`.a{b:${one},${two}}.c{b:${one}}`, './');
    expect(pictures.map(({ fileName }) => fileName.split('.')[1])).toEqual(['svg', 'png']);
    expect(css).not.toContain('data:');
  });

  it('leaves files and fonts as they are', () => {
    const css = '.a{src:url(/x.woff2);background:url("./y.svg")}';
    expect(takeOutPictures(css, './')).toEqual({ css, pictures: [] });
  });
});
