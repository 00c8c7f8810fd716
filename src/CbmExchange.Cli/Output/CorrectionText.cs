using CbmExchange.Contracts.Sync.V1;

namespace CbmExchange.Cli.Output;

/// <summary>What was wrong in an earlier version, in one line.</summary>
internal static class CorrectionText
{
    public static string Of(Correction? correction) =>
        correction is null ? "the originator does not say what was wrong"
            : $"{correction.ReasonClass}: {correction.WhatWasWrong}";
}
