using CbmExchange.Fuzz.Tests.Mutations;

namespace CbmExchange.Fuzz.Tests.Running;

/// <summary>What a parser said to one input.</summary>
/// <param name="Name">The fault, or how it was accepted; counted by name.</param>
/// <param name="Changed">What was accepted although its originator did not make it; else null.</param>
internal sealed record FuzzAnswer(string Name, string? Changed = null)
{
    /// <summary>Accepted as the original, which it is in everything that counts.</summary>
    public static FuzzAnswer Accepted { get; } = new("accepted");

    public static FuzzAnswer Fault(string? name) => new(name ?? "refused");
}

/// <summary>One parser of foreign bytes.</summary>
/// <param name="Name">Of the parser.</param>
/// <param name="Form">How its input is built, so that a change can reach what lies inside.</param>
/// <param name="Seeds">Inputs that it accepts.</param>
/// <param name="Try">Gives it an input. Only what is documented may be caught in here.</param>
internal sealed record FuzzTarget(
    string Name, FuzzForm Form, IReadOnlyList<byte[]> Seeds, Func<byte[], FuzzAnswer> Try);
