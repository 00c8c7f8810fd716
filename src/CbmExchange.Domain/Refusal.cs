using System.Collections.Immutable;

namespace CbmExchange.Domain;

/// <summary>What kind of "no" a refusal is; Node turns it into a gRPC status in one place (style.md E2, E3).</summary>
public enum RefusalKind
{
    /// <summary>Field faults, all named at once.</summary>
    InvalidArgument,

    /// <summary>There is no such thing, or it was not released to the caller: the same answer.</summary>
    NotFound,

    /// <summary>The lifecycle says no.</summary>
    FailedPrecondition,

    /// <summary>The record moved on since the caller read it.</summary>
    VersionConflict,

    /// <summary>The caller's role on its own node does not allow it.</summary>
    PermissionDenied,

    /// <summary>Too much at once; try later.</summary>
    ResourceExhausted,
}

/// <summary>One fault of one field, in plain words, without repeating the value.</summary>
/// <param name="Field">Path in lowerCamelCase, e.g. <c>channels[1].value</c>.</param>
/// <param name="Description">A sentence that says what is wanted.</param>
public sealed record FieldFault(string Field, string Description);

/// <summary>An expected "no" (style.md E1).</summary>
/// <param name="Kind">What kind of no.</param>
/// <param name="Reason">Stable code in UPPER_SNAKE.</param>
/// <param name="Sentence">One plain sentence for the caller; no content of records, no names.</param>
public sealed record Refusal(RefusalKind Kind, string Reason, string Sentence)
{
    /// <summary>Field faults; empty unless <see cref="RefusalKind.InvalidArgument"/>.</summary>
    public ImmutableArray<FieldFault> Faults { get; init; } = [];

    /// <summary>The version held, when <see cref="RefusalKind.VersionConflict"/>.</summary>
    public StreamVersion? HeldVersion { get; init; }

    /// <summary>A refusal that lists field faults.</summary>
    public static Refusal Invalid(IEnumerable<FieldFault> faults) =>
        new(RefusalKind.InvalidArgument, "FIELDS_INVALID", "Some fields are not as they must be.")
        {
            Faults = [.. faults],
        };

    /// <summary>The one answer for "does not exist" and "not released to you".</summary>
    public static Refusal NotFound { get; } = new(RefusalKind.NotFound, "NOT_FOUND", "Not found.");
}

/// <summary>A value or a refusal.</summary>
public readonly record struct Outcome<T>
{
    private readonly T? value;

    private Outcome(T? value, Refusal? refusal)
    {
        this.value = value;
        Refusal = refusal;
    }

    /// <summary>The refusal, or null.</summary>
    public Refusal? Refusal { get; }

    /// <summary>True when there is a value.</summary>
    public bool IsAccepted => Refusal is null;

    /// <summary>The value; MUST NOT be read when refused.</summary>
    public T Value => Refusal is null ? value! : throw new InvalidOperationException($"Refused: {Refusal.Reason}");

    /// <summary>Wraps a value.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>Wraps a refusal.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}
