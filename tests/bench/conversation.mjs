// Chats to measure with: what people and models write to each other, always the same for the same length.

const KOREAN = (
    '서버 주소를 먼저 확인하고 나서 도구를 다시 실행해 주세요 결과가 예상과 다르면 기록을 보고 어떤 요청이 실패했는지 알려 드릴게요 ' +
    '오늘 오전에 올린 파일은 모두 처리되었고 남은 작업은 내일까지 끝낼 수 있을 것 같습니다 그런데 권한이 없는 사용자는 목록을 볼 수 없으니 ' +
    '관리자에게 물어보는 편이 좋겠어요 날씨는 맑지만 바람이 강하게 불고 저녁부터 비가 조금 내린다고 합니다 회의는 열두 시 반에 시작해서 ' +
    '점심 뒤까지 이어질 예정이며 자료는 미리 읽어 두면 도움이 됩니다 데이터베이스 색인을 새로 만들었더니 검색 속도가 두 배쯤 빨라졌습니다 ' +
    '환불 규정과 배송 기간은 계약서 셋째 쪽에 적혀 있고 궁금한 점은 언제든지 편하게 질문하셔도 괜찮습니다'
).split(' ');
const ENGLISH = (
    'please check the address of the server first and run the tool again the result is not what we expected so look at the ' +
    'traffic and find the request that failed files uploaded this morning were processed and what is left will be done by ' +
    'tomorrow users without permission cannot see the list ask an administrator a new index made the search twice as fast ' +
    'before 2026-11-21 every session kept its own cache which grew without bounds until the process was restarted by hand'
).split(' ');

// A small generator with a seed (mulberry32).
function random(seed) {
    let state = seed;
    return (below) => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) % below;
    };
}

function writer(seed) {
    const pick = random(seed);
    const words = (list, least, most) =>
        Array.from({ length: least + pick(most - least + 1) }, () => list[pick(list.length)]).join(' ');
    const sentence = (list, least, most) => {
        const text = words(list, least, most);
        return text[0].toUpperCase() + text.slice(1) + '.';
    };
    const lines = (count, make) => Array.from({ length: count }, (_, i) => make(i)).join('\n');
    const message = (author, text) => ({ message: { author, text } });
    const run = (tool_name, args, result) => ({
        run: {
            server_id: 'bench', server_name: 'bench', tool_name, tool_title: '', arguments: args, state: 'done',
            duration_ms: 20 + pick(900), result: { is_error: false, ...result },
        },
    });

    const list = () => `${sentence(ENGLISH, 6, 12)}\n\n` +
        lines(3 + pick(4), () => `- **${words(ENGLISH, 1, 2)}**: ${words(ENGLISH, 5, 14)}`) +
        `\n\n1. ${sentence(KOREAN, 5, 10)}\n2. ${sentence(ENGLISH, 4, 9)} See [the notes](https://example.org/${pick(1000)}).`;
    const code = () => `## ${sentence(ENGLISH, 2, 4)}\n\nCall \`${words(ENGLISH, 1, 1)}()\` like this:\n\n\`\`\`cpp\n` +
        lines(4 + pick(7), (i) => `${' '.repeat(4 * (i % 3))}auto ${words(ENGLISH, 1, 1)}_${pick(100)} = ${pick(4096)};`) +
        `\n\`\`\`\n\n${sentence(ENGLISH, 8, 20)}`;
    const table = () => '| name | state | note |\n| --- | ---: | --- |\n' +
        lines(4 + pick(5), () => `| ${words(ENGLISH, 1, 1)} | ${pick(10000)} | ${words(KOREAN, 2, 4)} |`);
    const rows = () => run('list_orders', { limit: 10, since: `2026-11-${10 + pick(15)}` }, {
        content: [],
        structured: Array.from({ length: 4 + pick(5) }, () => (
            { id: pick(100000), customer: words(KOREAN, 1, 2), total: pick(90000) / 100, paid: pick(2) === 1 })),
    });
    const said = () => run('search', { query: words(KOREAN, 2, 3) }, {
        content: [{ type: 'text', text: lines(2 + pick(4), () => sentence(ENGLISH, 6, 16)) }],
    });

    const kinds = [
        () => message('user', sentence(ENGLISH, 4, 20)),
        () => message('assistant', `${sentence(ENGLISH, 15, 40)} ${sentence(ENGLISH, 10, 30)}`),
        () => message('user', sentence(KOREAN, 4, 15)),
        () => message('assistant', `${sentence(KOREAN, 12, 30)}\n\n${sentence(KOREAN, 10, 30)}`),
        () => message('user', `/search query="${words(KOREAN, 2, 3)}"`),
        said,
        () => message('assistant', list()),
        () => message('user', sentence(ENGLISH, 3, 8)),
        () => message('assistant', code()),
        rows,
        () => message('assistant', table()),
    ];
    return (index) => kinds[index % kinds.length]();
}

/** The records of a chat of `count` messages, in the shapes of src/chat/record.cpp, as `{ name: [collection, key], value }`. */
export function records(id, title, count) {
    const write = writer(count);
    const at = Date.UTC(2026, 10, 21);
    const entries = Array.from({ length: count }, (_, i) => ({
        name: [`entry/${id}`, String(i + 1).padStart(16, '0')],
        value: JSON.stringify({ v: 1, id: i + 1, at: at + i * 1000, ...write(i) }),
    }));
    const changed_at = at + count * 1000;
    const head = { v: 1, id, title, words: title, created_at: at, changed_at, draft: '', last_entry_id: count };
    return [...entries, { name: ['conversation', id], value: JSON.stringify(head) }];
}
