// Where oidc-provider keeps what it issues: in memory, until the process ends. Its own store for development has the same shape
// and a warning; the models are in the package's documentation ("adapter").
const kept = new Map(); // "Model:id" → payload
const expired = (payload) => payload.exp !== undefined && payload.exp * 1000 <= Date.now();

export class Memory {
    constructor(model) {
        this.model = model;
    }

    #first(matches) {
        for (const [key, payload] of kept) if (key.startsWith(`${this.model}:`) && matches(payload)) return payload;
        return undefined;
    }

    async upsert(id, payload) {
        for (const [key, old] of kept) if (expired(old)) kept.delete(key);
        kept.set(`${this.model}:${id}`, payload);
    }

    async find(id) {
        return kept.get(`${this.model}:${id}`);
    }

    async findByUid(uid) {
        return this.#first((payload) => payload.uid === uid);
    }

    async findByUserCode(code) {
        return this.#first((payload) => payload.userCode === code);
    }

    async consume(id) {
        kept.get(`${this.model}:${id}`).consumed = Math.floor(Date.now() / 1000);
    }

    async destroy(id) {
        kept.delete(`${this.model}:${id}`);
    }

    async revokeByGrantId(grantId) {
        for (const [key, payload] of kept) if (key.startsWith(`${this.model}:`) && payload.grantId === grantId) kept.delete(key);
    }
}
