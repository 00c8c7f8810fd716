using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Store;

namespace CbmExchange.Node.Checks;

/// <summary>What leaves with one command: the events of each record, and one entry for each State.</summary>
/// <param name="Sent">To whom.</param>
/// <param name="Streams">Events of their records.</param>
/// <param name="Entries">Their entries.</param>
internal sealed record CheckSending(
    ImmutableArray<ParticipantId> Sent, ImmutableArray<StreamAppend> Streams, ImmutableArray<PeerAppend> Entries);
