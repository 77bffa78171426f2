// The tools of the small server. Between them they need every widget of a form and every kind of result card. `{
// config, run }` by name; `run(args, ctx)` returns a CallToolResult. Schemas are plain JSON Schema, as other servers
// write them by hand.
import { setTimeout as sleep } from 'node:timers/promises';
import { markdownPage } from './markdown_page.mjs';
import { picture } from './png.mjs';

const text = (value) => ({ type: 'text', text: value });
const object = (properties, required = []) => ({ type: 'object', properties, required, additionalProperties: false });
const readOnly = { readOnlyHint: true, openWorldHint: false };

const add = {
    config: {
        title: 'Add two numbers',
        description: 'Returns the sum of a and b.',
        inputSchema: object(
            {
                a: { type: 'number', title: 'First number', description: 'Any number' },
                b: { type: 'number', title: 'Second number', description: 'Any number' },
            },
            ['a', 'b'],
        ),
        outputSchema: object({ sum: { type: 'number' } }, ['sum']),
        annotations: { ...readOnly, idempotentHint: true },
    },
    run: ({ a, b }) => ({ content: [text(`${a} + ${b} = ${a + b}`)], structuredContent: { sum: a + b } }),
};

const files = [
    { name: 'README.md', folder: '/', bytes: 2048, modified: '2026-07-28T09:00:00Z', hidden: false },
    { name: '보고서.txt', folder: '/documents', bytes: 18231, modified: '2026-08-01T12:30:00Z', hidden: false },
    { name: 'photo.png', folder: '/pictures', bytes: 3481920, modified: '2026-09-14T18:05:11Z', hidden: false },
    { name: '.settings', folder: '/', bytes: 120, modified: '2026-10-02T07:45:00Z', hidden: true },
];
const file = object(
    {
        name: { type: 'string' },
        folder: { type: 'string' },
        bytes: { type: 'integer' },
        modified: { type: 'string', format: 'date-time' },
        hidden: { type: 'boolean' },
    },
    ['name', 'folder', 'bytes', 'modified', 'hidden'],
);
const listFiles = {
    config: {
        title: 'List files',
        description: 'Lists files of an imaginary folder: an array of like objects.',
        inputSchema: object({ hidden: { type: 'boolean', title: 'Hidden files too', default: false } }),
        outputSchema: object({ files: { type: 'array', items: file } }, ['files']),
        annotations: readOnly,
    },
    run: ({ hidden }) => {
        const shown = files.filter((entry) => hidden || !entry.hidden);
        return { content: [text(JSON.stringify(shown, null, 2))], structuredContent: { files: shown } };
    },
};

const search = {
    config: {
        title: 'Search',
        description: 'Takes every kind of input and gives back what it was given, as JSON.',
        inputSchema: object(
            {
                query: {
                    type: 'string',
                    title: 'Query',
                    description: 'What to look for',
                    minLength: 1,
                    maxLength: 200,
                },
                kind: { type: 'string', title: 'Kind', enum: ['any', 'document', 'picture', 'music'], default: 'any' },
                language: {
                    title: 'Language',
                    type: 'string',
                    oneOf: [
                        { const: 'en', title: 'English' },
                        { const: 'ko', title: '한국어' },
                        { const: 'ja', title: '日本語' },
                    ],
                },
                limit: { type: 'integer', title: 'Limit', minimum: 1, maximum: 100, default: 10 },
                score: { type: 'number', title: 'Least score', minimum: 0, maximum: 1, default: 0.5 },
                exact: { type: 'boolean', title: 'Exact words only', default: false },
                since: { type: 'string', title: 'Since', format: 'date' },
                tags: {
                    type: 'array',
                    title: 'Tags',
                    items: { type: 'string' },
                    maxItems: 5,
                    uniqueItems: true,
                    default: ['new'],
                },
                places: {
                    type: 'array',
                    title: 'Places',
                    items: { type: 'string', enum: ['here', 'there', 'elsewhere'] },
                },
                order: {
                    type: 'object',
                    title: 'Order',
                    description: 'How results are sorted',
                    required: ['by'],
                    properties: {
                        by: { type: 'string', title: 'By', enum: ['date', 'name', 'size'], default: 'date' },
                        descending: { type: 'boolean', title: 'Descending', default: true },
                        then: {
                            type: 'object',
                            title: 'Then',
                            properties: { by: { type: 'string', title: 'By', enum: ['name', 'size'] } },
                        },
                    },
                },
                ranges: {
                    type: 'array',
                    title: 'Size ranges',
                    items: {
                        type: 'object',
                        properties: { from: { type: 'integer', title: 'From' }, to: { type: 'integer', title: 'To' } },
                        required: ['from'],
                    },
                },
                extra: {
                    title: 'Extra',
                    description: 'No single type: only raw JSON can say it',
                    anyOf: [{ type: 'string' }, { type: 'object' }, { type: 'null' }],
                },
            },
            ['query'],
        ),
        annotations: { readOnlyHint: true, openWorldHint: true },
    },
    run: (args) => ({ content: [text(JSON.stringify(args))], structuredContent: { received: args } }),
};

const slow = {
    config: {
        title: 'Count slowly',
        description: 'Counts step by step with progress notifications; can be cancelled.',
        inputSchema: object({
            steps: { type: 'integer', title: 'Steps', minimum: 1, maximum: 1000, default: 5 },
            pause_ms: { type: 'integer', title: 'Pause between steps (ms)', minimum: 0, maximum: 10000, default: 200 },
        }),
        annotations: readOnly,
    },
    run: async ({ steps = 5, pause_ms = 200 }, ctx) => {
        const { _meta, notify, signal } = ctx.mcpReq;
        for (let step = 1; step <= steps; step++) {
            // A line a test can wait for: the server really learned of the cancellation.
            await sleep(pause_ms, undefined, { signal }).catch((error) => {
                console.log('slow cancelled');
                throw error;
            });
            if (_meta?.progressToken === undefined) continue;
            await notify({
                method: 'notifications/progress',
                params: {
                    progressToken: _meta.progressToken,
                    progress: step,
                    total: steps,
                    message: `Step ${step} of ${steps}`,
                },
            });
        }
        return { content: [text(`Counted to ${steps}.`)] };
    },
};

const pictureTool = {
    config: {
        title: 'Draw a picture',
        description: 'Draws a PNG of the size asked for, or several.',
        inputSchema: object({
            width: { type: 'integer', title: 'Width', minimum: 1, maximum: 2000, default: 320 },
            height: { type: 'integer', title: 'Height', minimum: 1, maximum: 2000, default: 200 },
            count: { type: 'integer', title: 'Count', minimum: 1, maximum: 1000, default: 1 },
        }),
        annotations: readOnly,
    },
    run: ({ width = 320, height = 200, count = 1 }) => {
        const image = { type: 'image', mimeType: 'image/png', data: picture(width, height).toString('base64') };
        return { content: [text(`A picture of ${width} by ${height}.`), ...Array(count).fill(image)] };
    },
};

const fail = {
    config: {
        title: 'Fail',
        description: 'Always fails, as a tool does when it could not do its work.',
        inputSchema: object({ message: { type: 'string', title: 'Message', default: 'The disk is full.' } }),
        annotations: { readOnlyHint: true },
    },
    run: ({ message = 'The disk is full.' }) => ({ isError: true, content: [text(message)] }),
};

const markdown = {
    config: {
        title: 'Write Markdown',
        description: 'Returns a page of Markdown with everything a chat may show.',
        annotations: readOnly,
    },
    run: () => ({ content: [text(markdownPage)] }),
};

const mixed = {
    config: {
        title: 'Mixed content',
        description: 'Text, a picture, a link to a resource and an embedded resource in one result.',
        annotations: readOnly,
    },
    run: () => ({
        content: [
            text('Four kinds of content follow each other.'),
            { type: 'image', mimeType: 'image/png', data: picture(64, 64).toString('base64') },
            {
                type: 'resource_link',
                uri: 'file:///documents/plan.md',
                name: 'plan.md',
                title: 'The plan',
                mimeType: 'text/markdown',
            },
            {
                type: 'resource',
                resource: {
                    uri: 'file:///documents/note.txt',
                    mimeType: 'text/plain',
                    text: 'An embedded note.\n두 번째 줄.',
                },
            },
        ],
    }),
};

const removeFile = {
    config: {
        title: 'Remove a file',
        description: 'Says it removed a file; there is none. Marked destructive.',
        inputSchema: object({ name: { type: 'string', title: 'Name' } }, ['name']),
        annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    },
    run: ({ name }) => ({ content: [text(`Removed ${name}.`)] }),
};

const routed = {
    config: {
        title: 'Routed by a header',
        description: 'Its region travels in a request header too, which the server compares with the body.',
        inputSchema: object(
            {
                region: { type: 'string', title: 'Region', 'x-mcp-header': 'Region' },
                note: { type: 'string', title: 'Note' },
            },
            ['region'],
        ),
        annotations: readOnly,
    },
    run: ({ region, note = '' }) => ({ content: [text(`${region}: ${note}`)] }),
};

export const tools = {
    add,
    'list-files': listFiles,
    search,
    slow,
    picture: pictureTool,
    fail,
    markdown,
    mixed,
    'remove-file': removeFile,
    routed,
};
