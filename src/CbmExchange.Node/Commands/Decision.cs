using System.Collections.Immutable;
using CbmExchange.Store;

namespace CbmExchange.Node.Commands;

/// <summary>What a command comes to: what is appended at once, and what is answered when it is durable.</summary>
/// <typeparam name="TReply">The answer.</typeparam>
/// <param name="Streams">Events; none when there is nothing new to say.</param>
/// <param name="Reply">The answer; holds no content of records, since it is kept for a repeat.</param>
internal sealed record Decision<TReply>(ImmutableArray<StreamAppend> Streams, TReply Reply)
{
    /// <summary>Own entries for peers, in the same transaction.</summary>
    public ImmutableArray<PeerAppend> Entries { get; init; } = [];

    /// <summary>New generations of own streams, in the same transaction.</summary>
    public ImmutableArray<PeerStreamOpening> Openings { get; init; } = [];
}
