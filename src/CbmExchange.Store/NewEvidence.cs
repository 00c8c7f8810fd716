using CbmExchange.Domain;

namespace CbmExchange.Store;

/// <summary>
/// What a peer sent and was refused, kept outside the log; an event of the same request names its id.
/// </summary>
/// <param name="Id">Drawn by the caller.</param>
/// <param name="Peer">Who sent it.</param>
/// <param name="Fault">Stable name of the fault.</param>
/// <param name="Sentence">
/// One plain sentence; at most <see cref="StoreLimits.EvidenceSentenceLengthMax"/> characters.
/// </param>
/// <param name="Bytes">
/// As received. The first <see cref="StoreLimits.EvidenceBytesMax"/> bytes are kept, and of one peer's evidence only
/// the
/// first <see cref="StoreLimits.EvidenceKeptCountMax"/> pieces; SHA-256 and length of the whole are always kept.
/// </param>
public sealed record NewEvidence(Guid Id, ParticipantId Peer, string Fault, string Sentence,
    ReadOnlyMemory<byte> Bytes);
