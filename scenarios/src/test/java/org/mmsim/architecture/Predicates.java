package org.mmsim.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.properties.HasName;
import java.util.Arrays;
import java.util.List;

/** The conditions that the rules are made of. Patterns are regular expressions over full names. */
final class Predicates {

    private Predicates() {}

    static DescribedPredicate<JavaClass> named(String pattern) {
        return DescribedPredicate.describe(
                "are named " + pattern, type -> type.getName().matches(pattern));
    }

    /** Calls of methods by the class they are called on, which may be below the one that declares them. */
    static DescribedPredicate<JavaMethodCall> calls(String owners, String names) {
        return DescribedPredicate.describe(
                owners + "." + names,
                call -> call.getTargetOwner().getName().matches(owners)
                        && call.getName().matches(names));
    }

    /** Calls that end in the implementation of {@code owners}, whatever they are called on. */
    static DescribedPredicate<JavaMethodCall> reaches(String owners, String name) {
        return DescribedPredicate.describe(
                owners + "." + name,
                call -> call.getName().equals(name)
                        && call.getTarget()
                                .resolveMember()
                                .filter(method -> method.getOwner().getName().matches(owners))
                                .isPresent());
    }

    static DescribedPredicate<JavaMethodCall> takes(Class<?>... parameters) {
        List<String> names = Arrays.stream(parameters).map(Class::getName).toList();
        return DescribedPredicate.describe(
                "with parameters " + names,
                call -> call.getTarget().getRawParameterTypes().stream()
                        .map(HasName::getName)
                        .toList()
                        .equals(names));
    }

    static DescribedPredicate<JavaMethodCall> takesNo(Class<?> parameter) {
        return DescribedPredicate.describe(
                "without " + parameter.getSimpleName(),
                call -> call.getTarget().getRawParameterTypes().stream()
                        .noneMatch(type -> type.isEquivalentTo(parameter)));
    }
}
