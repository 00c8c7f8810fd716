namespace CbmExchange.Domain;

/// <summary>Sentences that every rendering carries. English source; other languages are data of the instance.</summary>
public static class StandingText
{
    // A/76/135 norm 13(b), (c): a notice or its receipt is not an acceptance of responsibility.

    /// <summary>Stands with every notification, acknowledgement and response.</summary>
    public const string NoAgreementImplied =
        "Giving or receiving this notice, or acknowledging it, says nothing about responsibility and does not mean "
        + "agreement with it.";

    // A/76/135 norm 13(c): that infrastructure is in a territory says nothing by itself about that State.

    /// <summary>Stands with every notification that names where infrastructure was observed.</summary>
    public const string InfrastructureObserved =
        "That infrastructure was observed in a State says nothing by itself about that State's knowledge "
        + "or part in it.";

    /// <summary>Stands on every list, export and screen that names participants or countries.</summary>
    public const string NeutralDesignation =
        "The designations used here imply no opinion on the legal status of any country, territory, city or area, or "
        + "of its authorities.";

    /// <summary>A receipt was looked for and none is recorded.</summary>
    public const string NoReplyRecorded = "no reply recorded";

    /// <summary>No contact of this kind was named by the State.</summary>
    public const string NoneNominated = "none nominated";

    /// <summary>Nothing of this kind is held here.</summary>
    public const string NotShared = "not shared";
}
