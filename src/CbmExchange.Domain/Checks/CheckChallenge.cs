using System.Collections.Immutable;

namespace CbmExchange.Domain.Checks;

/// <summary>
/// What a message shows instead of a code: five groups of digits, and in words which one is the answer. A machine that
/// sends the message back sends five, and none by itself.
/// </summary>
/// <param name="Groups">Five different codes.</param>
/// <param name="Place">Which one is the answer: 1 to 5.</param>
public sealed record CheckChallenge(ImmutableArray<string> Groups, int Place)
{
    /// <summary>Groups shown.</summary>
    public const int GroupsCount = 5;

    /// <summary>The answer.</summary>
    public string Answer => Groups[Place - 1];
}
