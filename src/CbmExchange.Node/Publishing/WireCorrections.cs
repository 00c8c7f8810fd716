using CbmExchange.Domain.Lifecycle;
using SyncCorrection = CbmExchange.Contracts.Sync.V1.Correction;

namespace CbmExchange.Node.Publishing;

/// <summary>What was wrong in an earlier version, as it travels and as officers read it.</summary>
internal static class WireCorrections
{
    /// <summary>Its words.</summary>
    public static SyncCorrection Write(CorrectionReason correction) =>
        new() { ReasonClass = correction.ReasonClass, WhatWasWrong = correction.WhatWasWrong };
}
