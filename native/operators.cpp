// Any ATen operator by schema name through the boxed dispatcher: find once, call often.
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>

#include "guard.h"
#include "handles.h"

namespace skeptic {
namespace {

using c10::IValue;
using c10::TypeKind;

// The handles that sk_op_find gives out point at entries of the dispatcher's own table, kept here so that they never move.
const c10::OperatorHandle& operator_of(sk_operator op) {
    if (op == nullptr) throw Refusal(SK_ARGUMENT, "the operator handle is null");
    return *reinterpret_cast<const c10::OperatorHandle*>(op);
}

[[noreturn]] void misfit(const c10::Argument& argument, const char* given) {
    throw Refusal(SK_ARGUMENT, "argument '" + argument.name() + "' is of type " + argument.type()->str() + ", not " + given);
}

// The kind that an argument expects, looking through Optional.
c10::TypePtr bare(const c10::Argument& argument) {
    auto type = argument.type();
    if (type->kind() == TypeKind::OptionalType) return type->castRaw<c10::OptionalType>()->getElementType();
    return type;
}

IValue tensor_list(const sk_value& value, const c10::TypePtr& type) {
    auto* handles = static_cast<void* const*>(value.pointer);
    const bool optional_elements =
        type->kind() == TypeKind::ListType && type->castRaw<c10::ListType>()->getElementType()->kind() == TypeKind::OptionalType;
    if (optional_elements) {
        c10::impl::GenericList list(c10::OptionalType::create(c10::TensorType::get()));
        list.reserve(value.count);
        for (int32_t i = 0; i < value.count; i++) list.push_back(handles[i] ? IValue(borrow(handles[i])) : IValue());
        return list;
    }
    c10::List<at::Tensor> list;
    list.reserve(value.count);
    for (int32_t i = 0; i < value.count; i++) list.push_back(borrow(handles[i]));
    return list;
}

IValue integer_list(const sk_value& value, const c10::TypePtr& type) {
    auto* items = static_cast<const int64_t*>(value.pointer);
    if (type->kind() == TypeKind::ListType && type->castRaw<c10::ListType>()->getElementType()->kind() == TypeKind::BoolType) {
        c10::List<bool> flags;
        for (int32_t i = 0; i < value.count; i++) flags.push_back(items[i] != 0);
        return flags;
    }
    return c10::List<int64_t>(c10::ArrayRef<int64_t>(items, value.count));
}

IValue to_ivalue(const sk_value& value, const c10::Argument& argument) {
    const auto type = bare(argument);
    const bool has_items = value.tag >= SK_INT_LIST && value.tag <= SK_STRING;
    if (has_items && (value.count < 0 || (value.count > 0 && value.pointer == nullptr)))
        throw Refusal(SK_ARGUMENT, "argument '" + argument.name() + "' has " + std::to_string(value.count) + " items at no address");
    switch (value.tag) {
        case SK_NONE: return {};
        case SK_TENSOR:
            if (type->kind() != TypeKind::TensorType) misfit(argument, "Tensor");
            return value.handle ? IValue(borrow(value.handle)) : (argument.type()->kind() == TypeKind::OptionalType ? IValue() : IValue(at::Tensor()));
        case SK_INT:
            if (type->kind() == TypeKind::FloatType) return static_cast<double>(value.integer);
            if (type->kind() == TypeKind::BoolType) return value.integer != 0;
            if (type->kind() == TypeKind::TensorType) misfit(argument, "int");
            return value.integer;
        case SK_DOUBLE:
            if (type->kind() != TypeKind::FloatType && type->kind() != TypeKind::NumberType) misfit(argument, "float");
            return value.real;
        case SK_BOOL:
            if (type->kind() != TypeKind::BoolType && type->kind() != TypeKind::NumberType) misfit(argument, "bool");
            return value.integer != 0;
        case SK_INT_LIST:
            if (type->kind() != TypeKind::ListType) misfit(argument, "int[]");
            return integer_list(value, type);
        case SK_DOUBLE_LIST:
            if (type->kind() != TypeKind::ListType) misfit(argument, "float[]");
            return c10::List<double>(c10::ArrayRef<double>(static_cast<const double*>(value.pointer), value.count));
        case SK_TENSOR_LIST:
            if (type->kind() != TypeKind::ListType) misfit(argument, "Tensor[]");
            return tensor_list(value, type);
        case SK_STRING: return std::string(static_cast<const char*>(value.pointer), value.count);
        case SK_DEVICE: return device_of(value.integer);
        case SK_GENERATOR: return generator_of(value.handle);
        default: throw Refusal(SK_ARGUMENT, "unknown tag " + std::to_string(value.tag) + " for argument '" + argument.name() + "'");
    }
}

// Collects results; what was already handed over is taken back if a later one does not fit.
class Results {
public:
    Results(sk_value* values, int32_t capacity) : values_(values), capacity_(capacity) {}

    void add(IValue&& result) {
        if (result.isTensor()) {
            next(SK_TENSOR).handle = give(std::move(result).toTensor());
        } else if (result.isTensorList()) {
            for (const at::Tensor& tensor : result.toTensorVector()) next(SK_TENSOR).handle = give(tensor);
        } else if (result.isDouble()) {
            next(SK_DOUBLE).real = result.toDouble();
        } else if (result.isInt()) {
            next(SK_INT).integer = result.toInt();
        } else if (result.isBool()) {
            next(SK_BOOL).integer = result.toBool();
        } else {
            next(SK_NONE).integer = 0;
        }
    }

    void take_back() noexcept {
        for (int32_t i = 0; i < count_; i++)
            if (values_[i].tag == SK_TENSOR && values_[i].handle) TensorPointer::reclaim(static_cast<c10::TensorImpl*>(values_[i].handle));
    }

    int32_t count() const { return count_; }

private:
    sk_value& next(sk_tag tag) {
        if (count_ == capacity_) throw Refusal(SK_ARGUMENT, "the operator returns more than " + std::to_string(capacity_) + " values");
        sk_value& value = values_[count_++];
        value.tag = tag;
        value.count = 0;
        value.integer = 0;
        return value;
    }

    sk_value* values_;
    int32_t capacity_;
    int32_t count_ = 0;
};

}  // namespace
}  // namespace skeptic

using namespace skeptic;

sk_status sk_op_find(const char* name, const char* overload, sk_operator* result) {
    return guarded([&] {
        auto found = c10::Dispatcher::singleton().findSchema({name, overload});
        if (!found.has_value()) {
            const std::string dot = *overload ? "." : "";
            throw Refusal(SK_NOT_FOUND, std::string("this libtorch has no operator '") + name + dot + overload + "'");
        }
        *result = reinterpret_cast<sk_operator>(new c10::OperatorHandle(*found));
    });
}

sk_status sk_op_schema(sk_operator op, char* buffer, int64_t capacity, int64_t* length) {
    return guarded([&] { *length = copy_out(toString(operator_of(op).schema()), buffer, capacity); });
}

sk_status sk_op_call(sk_operator op, const sk_value* arguments, int32_t argument_count, sk_value* results, int32_t capacity,
                     int32_t* result_count) {
    return guarded([&] {
        const auto& handle = operator_of(op);
        const auto& schema = handle.schema().arguments();
        if (static_cast<size_t>(argument_count) > schema.size())
            throw Refusal(SK_ARGUMENT, "takes " + std::to_string(schema.size()) + " arguments, " + std::to_string(argument_count) + " were given");

        torch::jit::Stack stack;
        stack.reserve(schema.size());
        for (size_t i = 0; i < schema.size(); i++) {
            if (i < static_cast<size_t>(argument_count) && arguments[i].tag != SK_DEFAULT) {
                stack.push_back(to_ivalue(arguments[i], schema[i]));
            } else if (schema[i].default_value().has_value()) {
                stack.push_back(*schema[i].default_value());
            } else {
                throw Refusal(SK_ARGUMENT, "argument '" + schema[i].name() + "' is missing and has no default");
            }
        }
        handle.callBoxed(&stack);

        Results out(results, capacity);
        try {
            for (auto& result : stack) out.add(std::move(result));
        } catch (...) {
            out.take_back();
            throw;
        }
        *result_count = out.count();
    });
}
