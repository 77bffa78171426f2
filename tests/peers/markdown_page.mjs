// One page with every construct the chat draws, in more than one script.
export const markdownPage = `# A page of Markdown

A paragraph with **bold**, *italic*, ***both***, ~~struck~~ and \`inline code\`, and a [link to the specification](https://modelcontextprotocol.io/specification/2026-07-28).

## 한국어와 다른 글자

한국어 문단은 낱말 사이에서도, 글자 사이에서도 줄이 바뀔 수 있습니다. 日本語の文は空白なしで折り返します。中文也是如此。 Emoji: 👩‍👩‍👧‍👦 🇰🇷 👍🏽

### Lists

- first
- second
  - nested, with \`code\`
  - 두 번째
1. one
2. two
   1. two, one
- [x] done
- [ ] to do

> A quotation
> of two lines.
>
> > And one inside it.

| Name | 값 | Right |
| :--- | :-: | ---: |
| alpha | 하나 | 1 |
| beta | **둘** | 22 |
| gamma | \`셋\` | 333 |

\`\`\`cpp
// A long line that must not be wrapped but scrolled: abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 abcdefghijklmnopqrstuvwxyz
int main() { return 0; }
\`\`\`

---

What must stay harmless: <b>raw HTML</b>, <img src="http://localhost:9/pixel.png" onerror="alert(1)">, [a script](javascript:alert(1)), ![a picture elsewhere](http://localhost:9/picture.png).

The end.
`;
