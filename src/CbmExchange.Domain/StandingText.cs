using CbmExchange.Domain.Phrases;

namespace CbmExchange.Domain;

/// <summary>
/// Sentences that every rendering carries, in English; <see cref="PhraseLibrary"/> has each of them in six languages.
/// </summary>
public static class StandingText
{
    // A/76/135 norm 13(b), (c): a notice or its receipt is not an acceptance of responsibility.

    /// <summary>Stands with every notification, acknowledgement and response.</summary>
    public static string NoAgreementImplied => In("no-agreement-implied");

    // A/76/135 norm 13(c): that infrastructure is in a territory says nothing by itself about that State.

    /// <summary>Stands with every notification that names where infrastructure was observed.</summary>
    public static string InfrastructureObserved => In("infrastructure-observed");

    // A/68/98 §26: transparency so that planned or harmless activity is not misread.

    /// <summary>Stands with every notification whose purpose is to avoid misperception.</summary>
    public static string AvoidsMisperception => In("avoids-misperception");

    /// <summary>Stands on every list, export and screen that names participants or countries.</summary>
    public static string NeutralDesignation => In("neutral-designation");

    /// <summary>A receipt was looked for and none is recorded.</summary>
    public static string NoReplyRecorded => In("no-reply-recorded");

    /// <summary>No contact of this kind was named by the State.</summary>
    public static string NoneNominated => In("none-nominated");

    /// <summary>Nothing of this kind is held here.</summary>
    public static string NotShared => In("not-shared");

    private static string In(string id) => PhraseLibrary.Of(id).English;
}
