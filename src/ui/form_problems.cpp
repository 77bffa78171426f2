#include "ui/form_problems.hpp"

#include <string_view>

namespace ui {

namespace {

struct ProblemSentence {
    std::string_view keyword, korean;  // `{}` is the problem's limit
};

// English has the sentences that base::validate() wrote.
constexpr ProblemSentence problem_sentences[] = {
    {"type", "{} 형식이어야 합니다."},
    {"enum", "목록에 있는 값이어야 합니다."},
    {"const", "{} 이어야 합니다."},
    {"minimum", "{} 이상이어야 합니다."},
    {"maximum", "{} 이하여야 합니다."},
    {"exclusiveMinimum", "{}보다 커야 합니다."},
    {"exclusiveMaximum", "{}보다 작아야 합니다."},
    {"multipleOf", "{}의 배수여야 합니다."},
    {"minLength", "{}자 이상이어야 합니다."},
    {"maxLength", "{}자 이하여야 합니다."},
    {"format", "“{}” 형식이 아닙니다."},
    {"minItems", "항목이 {}개 이상이어야 합니다."},
    {"maxItems", "항목이 {}개 이하여야 합니다."},
    {"uniqueItems", "같은 항목이 두 번 있을 수 없습니다."},
    {"minProperties", "멤버가 {}개 이상이어야 합니다."},
    {"maxProperties", "멤버가 {}개 이하여야 합니다."},
    {"additionalProperties", "도구가 모르는 멤버입니다."},
    {"oneOf", "허용된 형식에 맞지 않습니다."},
    {"anyOf", "허용된 형식에 맞지 않습니다."},
    {"not", "여기에 쓸 수 없는 값입니다."},
    {"structuredContent", "structuredContent가 없습니다."},
    {"$schema", "이 페이지가 모르는 스키마 방언이라 검사하지 않습니다: {}"},
    {"false", "여기에 쓸 수 없는 값입니다."},
};

}  // namespace

std::string sentence(const base::SchemaProblem& problem, Locale locale) {
    if (problem.keyword == "required" || problem.keyword == "dependentRequired")
        return std::string(text_of(Str::needs_value, locale));
    if (locale == Locale::korean)
        for (const ProblemSentence& known : problem_sentences)
            if (known.keyword == problem.keyword) return fill(known.korean, problem.limit);
    return problem.message;
}

}  // namespace ui
