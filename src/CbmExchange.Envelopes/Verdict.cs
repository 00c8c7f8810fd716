using System.Diagnostics.CodeAnalysis;

namespace CbmExchange.Envelopes;

/// <summary>What a verifier answers: the verified thing or a named fault, never both.</summary>
public readonly record struct Verdict<TValue, TFault>
    where TValue : class
    where TFault : class
{
    private readonly TValue? value;

    private Verdict(TValue? value, TFault? fault)
    {
        this.value = value;
        Fault = fault;
    }

    /// <summary>The fault, or null.</summary>
    public TFault? Fault { get; }

    /// <summary>True when there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsAccepted => value is not null;

    /// <summary>The value; MUST NOT be read when there is a fault.</summary>
    public TValue Value => value ?? throw new InvalidOperationException($"Not verified: {Fault}");

    /// <summary>Wraps a value.</summary>
    public static implicit operator Verdict<TValue, TFault>(TValue value) => new(value, null);

    /// <summary>Wraps a fault.</summary>
    public static implicit operator Verdict<TValue, TFault>(TFault fault) => new(null, fault);
}
