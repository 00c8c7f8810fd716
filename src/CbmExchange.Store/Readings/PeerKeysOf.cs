using CbmExchange.Domain;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Store.Readings;

/// <summary>
/// The admitted keys of a participant, of all its descriptor versions, as the log told them up to a position; null when
/// it was not admitted by then. MUST be the same answer at any later time, so that a rebuild shows what was shown.
/// </summary>
public delegate ValueTask<PeerKeys?> PeerKeysOf(
    ParticipantId participant, LogPosition position, CancellationToken cancellationToken);
