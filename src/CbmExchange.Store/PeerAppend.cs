using System.Collections.Immutable;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Store;

/// <summary>Own entries to be added to one peer stream; their indices are drawn in the transaction.</summary>
/// <param name="Stream">
/// The generation that the caller takes for the newest; when another was opened meanwhile, nothing is appended and the
/// answer is <see cref="AppendOutcome.PeerStreamClosed"/>. Generation 1 is opened by its first use.
/// </param>
/// <param name="Entries">At least one, in order.</param>
public sealed record PeerAppend(PeerStreamId Stream, ImmutableArray<NewPeerEntry> Entries);
